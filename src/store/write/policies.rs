//! The policies that a transaction has met.

use std::collections::HashMap;
use std::rc::Rc;

use super::transaction::WriteTransaction;
use crate::domain::policy::Policy;
use crate::store::StoreError;

/// Each policy is loaded once a transaction; `None` is the one in force.
#[derive(Debug, Default)]
pub struct Policies(HashMap<Option<u32>, Rc<Policy>>);

impl Policies {
    /// The policy of this version, or the one in force.
    pub fn load(&mut self, tx: &mut impl WriteTransaction, version: Option<u32>) -> Result<Rc<Policy>, StoreError> {
        if let Some(policy) = self.0.get(&version) {
            return Ok(Rc::clone(policy));
        }
        let policy = Rc::new(tx.load_policy(version)?);
        self.0.insert(version, Rc::clone(&policy));
        Ok(policy)
    }
}

//! The discussion of a dispute, and the evidence.

use std::borrow::Cow;

use crate::domain::case::evidence_file::{BlobRef, NotStored, StoredContent};
use crate::domain::case::records::{Ask, Attachment, Message, Note, Proposal};
use crate::domain::ids::{AskId, AttachmentId, DisputeId, Handle, MessageId, NoteId, ProposalId};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, AskState, Origin, ProposalKind, ProposalState, Reader, Side, Speaker};
use crate::store::write::table::table;

table! {
    MessageRow<'a> in "messages" [erasable] {
        id: MessageId [key, digest],
        dispute: DisputeId [digest],
        at: Time [digest],
        speaker: Speaker [digest],
        author: Cow<'a, str> [digest],
        body: Cow<'a, str> [digest],
    }
}

impl<'a> MessageRow<'a> {
    /// The row of a message.
    pub fn new(message: &'a Message) -> Self {
        let Message { id, dispute, at, from, author, body } = message;
        let (author, body) = (Cow::Borrowed(author.as_str()), Cow::Borrowed(body.as_str()));
        Self { id: *id, dispute: *dispute, at: *at, speaker: *from, author, body }
    }

    /// The message of this row.
    pub fn into_message(self) -> Message {
        let Self { id, dispute, at, speaker, author, body } = self;
        Message { id, dispute, at, from: speaker, author: author.into_owned(), body: body.into_owned() }
    }
}

table! {
    /// A piece of evidence. Why it does not count may change, so that stands outside the digest.
    AttachmentRow<'a> in "attachments" [erasable] {
        id: AttachmentId [key, digest, checksum],
        order_num: i64 [digest],
        event: Option<i64> [digest],
        message: Option<MessageId> [digest],
        name: Cow<'a, str> [digest],
        media_type: Cow<'a, str> [digest],
        origin: Origin [digest],
        path: Option<Cow<'a, str>> [digest],
        text: Option<Cow<'a, str>> [digest],
        inadmissible: Option<Cow<'a, str>> [checksum, changes],
    }
}

impl<'a> AttachmentRow<'a> {
    /// The row of a file of this order; `event` is what it came with outside a discussion.
    pub fn new(attachment: &'a Attachment, order_num: i64, event: Option<i64>) -> Self {
        let Attachment { id, message, name, media_type, origin, path, text, stored_content: _, inadmissible } =
            attachment;
        Self {
            id: *id,
            order_num,
            event: event.filter(|_| message.is_none()),
            message: *message,
            name: Cow::Borrowed(name),
            media_type: Cow::Borrowed(media_type),
            origin: *origin,
            path: path.as_deref().map(Cow::Borrowed),
            text: text.as_deref().map(Cow::Borrowed),
            inadmissible: inadmissible.as_deref().map(Cow::Borrowed),
        }
    }

    /// The attachment of this row, with what became of its content.
    pub fn into_attachment(self, stored_content: Option<StoredContent>) -> Attachment {
        Attachment {
            id: self.id,
            message: self.message,
            name: self.name.into_owned(),
            media_type: self.media_type.into_owned(),
            origin: self.origin,
            path: self.path.map(Cow::into_owned),
            text: self.text.map(Cow::into_owned),
            stored_content,
            inadmissible: self.inadmissible.map(Cow::into_owned),
        }
    }
}

table! {
    /// Why a piece of evidence does not count.
    StrikeRow<'a> in "attachments" {
        id: AttachmentId [key, checksum],
        inadmissible: Option<Cow<'a, str>> [checksum, changes],
    }
}

table! {
    /// What became of the content of an attachment, where somebody looked.
    FileRow<'a> in "files" [erasable] {
        attachment: AttachmentId [key, digest],
        sha256: Option<Cow<'a, str>> [digest],
        bytes: Option<i64> [digest],
        refused: Option<NotStored> [digest],
    }
}

impl<'a> FileRow<'a> {
    /// The row of what became of an attachment's content.
    pub fn new(attachment: AttachmentId, content: &'a StoredContent) -> Self {
        let (blob, refused) = match content {
            StoredContent::Stored(blob) => (Some(blob), None),
            StoredContent::NotStored(why) => (None, Some(*why)),
        };
        Self {
            attachment,
            sha256: blob.map(|blob| Cow::Borrowed(blob.sha256.as_str())),
            bytes: blob.map(|blob| i64::try_from(blob.bytes).unwrap_or(i64::MAX)),
            refused,
        }
    }

    /// What became of the content.
    pub fn into_content(self) -> Option<StoredContent> {
        let blob = self.sha256.zip(self.bytes);
        let blob = blob.map(|(sha256, bytes)| BlobRef { sha256: sha256.into_owned(), bytes: bytes.unsigned_abs() });
        blob.map(StoredContent::Stored).or(self.refused.map(StoredContent::NotStored))
    }
}

table! {
    /// What became of the content of an attachment that was looked for again after its event had come.
    LaterFileRow<'a> in "later_files" [erasable] {
        id: i64 [key, digest],
        attachment: AttachmentId [digest],
        sha256: Option<Cow<'a, str>> [digest],
        bytes: Option<i64> [digest],
        refused: Option<NotStored> [digest],
    }
}

impl<'a> LaterFileRow<'a> {
    /// The row of this number, of what became of an attachment's content.
    pub fn new(id: i64, attachment: AttachmentId, content: &'a StoredContent) -> Self {
        let FileRow { attachment, sha256, bytes, refused } = FileRow::new(attachment, content);
        Self { id, attachment, sha256, bytes, refused }
    }

    /// What became of the content.
    pub fn into_content(self) -> Option<StoredContent> {
        let Self { id: _, attachment, sha256, bytes, refused } = self;
        FileRow { attachment, sha256, bytes, refused }.into_content()
    }
}

table! {
    /// A note that only mediators see.
    NoteRow<'a> in "notes" [erasable] {
        id: NoteId [key, digest],
        dispute: DisputeId [digest],
        at: Time [digest],
        handle: Cow<'a, Handle> [digest],
        body: Cow<'a, str> [digest],
    }
}

impl<'a> NoteRow<'a> {
    /// The row of a note on this dispute.
    pub fn new(note: &'a Note, dispute: DisputeId) -> Self {
        let Note { id, at, by, body } = note;
        Self { id: *id, dispute, at: *at, handle: Cow::Borrowed(by), body: Cow::Borrowed(body) }
    }

    /// The note of this row.
    pub fn into_note(self) -> Note {
        let Self { id, dispute: _, at, handle, body } = self;
        Note { id, at, by: handle.into_owned(), body: body.into_owned() }
    }
}

table! {
    AskRow<'a> in "asks" {
        id: AskId [key, checksum],
        dispute: DisputeId [checksum],
        party: Side [checksum],
        body: Cow<'a, str> [checksum],
        state: AskState [checksum, changes],
        at: Time [checksum],
        due_at: Time [checksum],
        handle: Option<Cow<'a, Handle>> [checksum],
        message: MessageId [checksum],
        answer: Option<MessageId> [checksum, changes],
    }
}

impl<'a> AskRow<'a> {
    /// The row of an ask of this dispute.
    pub fn new(ask: &'a Ask, dispute: DisputeId) -> Self {
        let Ask { id, to, body, state, at, due_at, by, message, answer } = ask;
        Self {
            id: *id,
            dispute,
            party: *to,
            body: Cow::Borrowed(body),
            state: *state,
            at: *at,
            due_at: *due_at,
            handle: by.as_ref().map(Cow::Borrowed),
            message: *message,
            answer: *answer,
        }
    }

    /// The ask of this row.
    pub fn into_ask(self) -> Ask {
        Ask {
            id: self.id,
            to: self.party,
            body: self.body.into_owned(),
            state: self.state,
            at: self.at,
            due_at: self.due_at,
            by: self.handle.map(Cow::into_owned),
            message: self.message,
            answer: self.answer,
        }
    }
}

table! {
    ProposalRow<'a> in "proposals" [erasable] {
        id: ProposalId [key, checksum],
        dispute: DisputeId [checksum],
        kind: ProposalKind [checksum],
        refund: Option<i64> [checksum],
        currency: Option<Currency> [checksum],
        terms: Cow<'a, str> [checksum],
        speaker: Speaker [checksum],
        handle: Option<Cow<'a, Handle>> [checksum],
        at: Time [checksum],
        due_at: Time [checksum],
        client: Option<Answer> [checksum, changes],
        seller: Option<Answer> [checksum, changes],
        answered_at: Option<Time> [checksum, changes],
        state: ProposalState [checksum, changes],
    }
}

impl<'a> ProposalRow<'a> {
    /// The row of a proposal in this dispute.
    pub fn new(proposal: &'a Proposal, dispute: DisputeId) -> Self {
        let Proposal { id, kind, refund, terms, by, mediator, at, due_at, client, seller, answered_at, state } =
            proposal;
        Self {
            id: *id,
            dispute,
            kind: *kind,
            refund: refund.map(|refund| refund.minor),
            currency: refund.map(|refund| refund.currency),
            terms: Cow::Borrowed(terms),
            speaker: *by,
            handle: mediator.as_ref().map(Cow::Borrowed),
            at: *at,
            due_at: *due_at,
            client: *client,
            seller: *seller,
            answered_at: *answered_at,
            state: *state,
        }
    }

    /// The proposal of this row.
    pub fn into_proposal(self) -> Proposal {
        Proposal {
            id: self.id,
            kind: self.kind,
            refund: self.refund.zip(self.currency).map(|(minor, currency)| Money::new(minor, currency)),
            terms: self.terms.into_owned(),
            by: self.speaker,
            mediator: self.handle.map(Cow::into_owned),
            at: self.at,
            due_at: self.due_at,
            client: self.client,
            seller: self.seller,
            answered_at: self.answered_at,
            state: self.state,
        }
    }
}

table! {
    /// Up to which message someone has read a discussion. A late receipt for an older message takes nothing back.
    ReceiptRow in "reads" {
        dispute: DisputeId [key, checksum],
        reader: Reader [key, checksum],
        up_to: MessageId [checksum, changes, rises],
    }
}

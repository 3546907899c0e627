"""What is pictured: each scene is a function that is given a desk. In each language it follows a case in that language."""

import json

# The file in the state folder that says that the demo's first steps were shown.
FIRST_STEPS_SHOWN = "first-steps-shown"
ALL = []

# The case that is followed, from the queue to its decision.
CASE = {"en": "D-1018", "fr": "D-1023"}
REFUND = {"en": "60", "fr": "40"}
# The keys to its evidence in the discussion: a text, and what the animation shows.
TEXT = {"en": "o", "fr": "kkko"}
SHOWN = {"en": "o", "fr": "kko"}
# How far down its evidence is, on the page of citations.
CITES = {"en": (4, 3), "fr": (5, 2)}
REASONS = {
    "en": "One failing site must not stop the others: the order says so.",
    "fr": "Le brief demande deux couleurs. Le fichier en a quatre.",
}


def scene(size=(100, 28), first_steps=False, animation=None):
    """Makes a function a scene."""

    def declare(function):
        function.size, function.first_steps, function.animation = size, first_steps, animation
        ALL.append(function)
        return function

    return declare


def go_to(desk, case, *keys):
    desk.press(":").type(case).press("Enter").wait_for(case)
    return desk.press(*keys)


def open_story(desk, *keys):
    return go_to(desk, CASE[desk.lang], *keys)


@scene(size=(120, 34))
def queue(desk):
    desk.shot("desk.png" if desk.lang == "en" else "desk.fr.png")


@scene(animation={"en": "desk.gif", "fr": "desk.fr.gif"})
def from_queue_to_decision(desk):
    desk.frame(1500)
    desk.until(f"─ {CASE[desk.lang]} ", "j", ms=350).frame(800)
    desk.press("Enter").frame(2500)
    for key in SHOWN[desk.lang]:
        desk.press(key).frame(350)
    desk.rest().frame(2200)
    desk.press("Esc", "D").frame(1800)
    for _ in range(3):
        desk.press("j").frame(400)
    desk.frame(900).press("Enter").frame(900)
    desk.type(REFUND[desk.lang]).frame(1400).press("Enter").frame(700)
    desk.type(REASONS[desk.lang], in_parts=2).frame(1200)
    desk.press("Ctrl-s").frame(700)
    for down in CITES[desk.lang]:
        desk.press(*"j" * down).frame(500).press("Space").frame(600)
    desk.press("Enter").frame(2500)
    desk.press("Tab").frame(1400)
    desk.press("Enter").rest().frame(3200)
    desk.press("Esc").frame(2500)


@scene(first_steps=True)
def first_steps(desk):
    desk.shot("first-steps")


@scene()
def case(desk):
    open_story(desk, "2").shot("discussion")
    desk.press("1").shot("order")
    desk.press("3").shot("pending")


@scene()
def precedents(desk):
    go_to(desk, "D-1021", "4").shot("precedents")
    desk.press("v").shot("precedent-list")


@scene()
def message(desk):
    open_story(desk, "2", "k", "Enter").shot("message")


@scene()
def evidence(desk):
    open_story(desk, "2", *TEXT[desk.lang]).shot("evidence-text")


@scene()
def evidence_picture(desk):
    go_to(desk, "D-1023", "2", "k", "k", "k", "o", "n").rest().shot("evidence-picture")


@scene()
def strike(desk):
    go_to(desk, "D-1013", "S").type("The list is not the one that was delivered.", "Ce n'est pas la liste livrée.").shot("strike")


@scene()
def reply(desk):
    open_story(desk, "r")
    desk.type("Hello both. I have read the order and the log.", "Bonjour à tous les deux. J'ai lu le brief et vos échanges.")
    desk.shot("reply").press("Ctrl-t").shot("ready-replies")


@scene()
def note(desk):
    open_story(desk, "c")
    desk.type("The fix in a52 is three lines: ask what it would cost.", "Compter les couleurs de a51 avant de trancher.").shot("note")


@scene()
def ask(desk):
    open_story(desk, "e", "Tab")
    desk.type("How long would the fix take you?", "Pouvez-vous livrer le fichier en deux couleurs ?").shot("ask")


@scene()
def remind(desk):
    go_to(desk, "D-1017" if desk.lang == "en" else "D-1021", "m").shot("remind")


@scene()
def propose(desk):
    open_story(desk, "p", "Tab").type(REFUND[desk.lang])
    desk.press("Tab").type("The run stops when one site fails.", "Le fichier a deux couleurs de trop.").shot("propose")


@scene()
def withdraw(desk):
    go_to(desk, "D-1015" if desk.lang == "en" else "D-1021", "w").shot("withdraw")


@scene()
def decide(desk):
    open_story(desk, "D").shot("decide-outcome")
    desk.press("j", "j", "j", "Enter").type(REFUND[desk.lang]).shot("decide-amount")
    desk.press("Enter").type(REASONS[desk.lang]).shot("decide-reasons")
    desk.press("Ctrl-s")
    for down in CITES[desk.lang]:
        desk.press(*"j" * down, "Space")
    desk.shot("decide-cites")
    desk.press("Enter").shot("decide-confirm")
    desk.press("Tab", "Enter").rest().shot("decided")
    desk.press("u").shot("undo")


@scene()
def agreed(desk):
    go_to(desk, "D-1009", "D").shot("decide-agreed")


@scene()
def approve(desk):
    go_to(desk, "D-1014", "+").shot("approve")
    desk.press("Esc", "-").shot("refuse")


@scene()
def search(desk):
    desk.press("/").type("log", "couleurs").rest().shot("search")


@scene()
def views(desk):
    desk.press("f").type("amount:<200 is:unread", "montant:<200 est:non-lu").rest().shot("filter")
    desk.press("Enter", "F").type("Small and new", "Petits et nouveaux").shot("save-view")


@scene()
def palette(desk):
    desk.press(":").type("re").rest().shot("palette")


@scene()
def help_page(desk):
    desk.press("?").shot("help")


@scene()
def statistics(desk):
    desk.press("s").rest().shot("statistics-outcomes")
    for page in ("times", "neutrality", "work"):
        desk.press("Tab").shot(f"statistics-{page}")


@scene()
def log(desk):
    desk.press("L").rest().shot("log")


@scene()
def notifications(desk):
    event = {"id": "p1", "at": "2026-11-30T08:12:00Z", "type": "dispute.message", "order": "O-47688", "by": "client", "body": "…"}
    desk.run("ingest", "-", input=json.dumps(event))
    desk.run("--as", "tom", "assign", "D-1025", "--to", "camille", "--note", "…")
    # A desk hears of it within a second or two, and says so until a key is pressed.
    desk.settle(quiet=2.5)
    desk.press("i").rest().shot("notifications")


@scene()
def snooze(desk):
    desk.press("z").shot("snooze")


@scene()
def hand_over(desk):
    go_to(desk, "D-1006", "t").shot("assign")
    desk.press("Esc", "T").shot("hand-over")


@scene()
def take_over(desk):
    go_to(desk, "D-1025", "r").shot("take-over")


@scene()
def marks(desk):
    desk.press("3", "Space", "Space", "Space").shot("marks")
    desk.press("a", "Enter").rest().press("B").shot("bulk-report")


@scene(size=(56, 18))
def small(desk):
    desk.shot("too-small")

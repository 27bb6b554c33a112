"""The desk: what it refuses, and what is in the way of a person there."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error

ENTRIES: Mapping[str, Entry] = {
    # --- entering -----------------------------------------------------------------------------------
    "desk-extra": error(
        "The desk's own packages are not installed: {what}.",
        "Install them: .venv/bin/pip install 'meeting-papers[desk]'.",
    ),
    "desk-port": error(
        "Something else on this machine uses the port {port}: {why}.", "Name another: papers desk --port {other}."
    ),
    "desk-key": error(
        "This address opens the desk once, and was used, or is too old.",
        "Type “papers desk” in the house's folder again: it prints a new address, also while the desk runs.",
    ),
    "desk-closed": error(
        "You have not come in here yet, or too long ago.",
        "Type “papers desk” in the house's folder, and open the address that it prints. What was saved is there.",
    ),
    "desk-office": error(
        "An office's desk needs both: the header in which its proxy says who asks, and the proxy's address.",
        "Give --user-header and --proxy, or user_header and proxies below [desk] in config.toml; or neither.",
    ),
    "desk-office-twice": error(
        "Both a proxy and a sign-in would say who asks: user_header and sign_in.", "Take one of them out of [desk]."
    ),
    "desk-web-address": error(
        "“{address}” is no address that can be relied on.",
        "Write it as https://login.example.org; http:// is for this machine alone (127.0.0.1, localhost).",
    ),
    "desk-secret": error(
        "The desk's secret can't be read from this file: {why}.", "Put it there, in one line, and let the desk read it."
    ),
    "desk-sign-in-extra": error(
        "To sign in, what the desk needs is not installed: {what}.",
        "Install it: pip install 'meeting-papers[sign-in]'.",
    ),
    "desk-signed-out": error("You have not signed in, or not today.", "Sign in. What was saved is there."),
    "desk-sign-in-lost": error(
        "This sign-in was begun in another browser, too long ago, or not here.", "Go to the desk, and sign in again."
    ),
    "desk-sign-in-refused": error(
        "The office's sign-in did not let you in: “{answer}”.", "Try again, or ask those who look after your account."
    ),
    "desk-sign-in-wrong": error(
        "What {issuer} says of who you are can't be relied on: {why}.",
        "Tell those who look after the desk: “sign_in” below [desk] in config.toml, or the settings there.",
    ),
    "desk-sign-in-down": error(
        "{issuer}, where you sign in, does not answer: {why}.",
        "Try again in some minutes. If that does not help, tell those who look after the desk.",
    ),
    "desk-address": error("“{address}” is no address of a machine.", "Write it in figures, as 127.0.0.1 or 10.0.0.5."),
    "desk-header": error("“{header}” is no name of a header.", "Write it as X-Remote-User."),
    "desk-host-name": error("“{name}” is no name of a machine.", "Write it as papers.example.org, without https://."),
    "desk-who-sees": error(
        "It is not told who may see recipients.", 'Write "everyone", "senders", or a list of names: ["anna", "paul"].'
    ),
    "desk-not-let-in": error(
        "“{name}” may not come in here.", "Ask those who look after the desk: “prepare” below [desk] in config.toml."
    ),
    "desk-no-recipients": error(
        "You may not see recipients here: neither their list, nor their letters, nor where these go.",
        "Ask somebody who may; who that is, the house says (“see_recipients” in config.toml).",
    ),
    "desk-runs": error(
        "The desk of this house runs, at {address}.", "Stop it first: Ctrl+C in the window where it was started."
    ),
    "desk-no-backup": error(
        "It is no backup of a desk, or is damaged. What stands here was left as it is.",
        "Name a file that “papers desk --backup” wrote.",
    ),
    # --- requests -----------------------------------------------------------------------------------
    "desk-host": error(
        "The desk does not answer under the name “{host}”.",
        "Open it by the address that “papers desk” printed, or start it with --host-name {host}.",
    ),
    "desk-elsewhere": error(
        "Another page of the web asked for this, and was refused. Nothing was changed.",
        "Open the desk itself, and do it there.",
    ),
    "desk-too-large": error(
        "What was sent is larger than {most} MB, and was not kept. All else stands as it stood.",
        "Send less at once.",
    ),
    "desk-too-often": error("You asked for more than the desk gives at once.", "Wait {seconds} s, and go on."),
    "desk-no-page": error("There is no such page here.", "Begin from the list of meetings."),
    "desk-no-meeting": error(
        "There is no meeting “{meeting}” here: it was renamed, moved or deleted, or never was.",
        "Choose one from the list of meetings.",
    ),
    "desk-words": error("Something is missing or can't be used: {field}.", "Go back, and fill it in."),
    "desk-may-not": error(
        "You may prepare packages here, but not mark them as sent, sign or seal them.",
        "Ask somebody who may send and seal.",
    ),
    "desk-token": error(
        "This token holds no longer, or never did.",
        "Make a new one on the page under your name, and give it to the program.",
    ),
    "desk-token-not-here": error("A program's token does not do this.", "Do it on the page, in a browser."),
    # --- jobs ---------------------------------------------------------------------------------------
    "desk-busy": error(
        "“{meeting}” is being worked on already.", "Wait until that is done, or stop it: it is job {job}."
    ),
    "desk-job-stops": error(
        "This was begun several times, and the desk stopped each time before it was done. What was made is kept.",
        "See that the machine has memory and disk enough, and ask for it again.",
    ),
    "desk-lost": error(
        "The process that did this ended in the middle of it. What was made and saved stands.",
        "Ask for it again. If it happens again, see that the machine has memory enough.",
    ),
    "desk-not-built": error("The package of “{meeting}” is not built.", "Build it first."),
    # --- files --------------------------------------------------------------------------------------
    "desk-no-folder": error(
        "It is no ZIP of a meeting's folder: it can't be unpacked, has no meeting.toml, is too large, "
        "or has names that lead elsewhere.",
        "Pack the folder that has meeting.toml in it, and send that.",
    ),
    "desk-no-longer": error(
        "“{file}” is no longer enclosed: somebody has replaced or taken it out since.",
        "Look at the enclosures as they are now. What was replaced is kept.",
    ),
    # --- what is in the way -------------------------------------------------------------------------
    "desk-disk-full": error(
        "The disk of this machine is full. What stood before stands as it stood; nothing of this was kept.",
        "Make room on the disk, and do it again.",
    ),
    "desk-disk": error(
        "The system refused a file: {why}. What stood before stands as it stood.",
        "See that the file is not held by another program and may be written, and do it again.",
    ),
    "desk-house-gone": error(
        "The house's folder is no longer where it was: {folder}.",
        "Put it back, or stop the desk and start it where the house is now. "
        "Nothing was lost of what lies in the folder.",
    ),
    "desk-unexpected": error(
        "Something unexpected happened: {error} ({at}). What stood before stands as it stood.",
        "Do it again; if it comes again, report these words to those who maintain the program.",
    ),
}

"""What people and operators read when Slack did not take a message, or cannot be reached at all."""

INVITE = "invite it with /invite, or take the chat out of the space."

CLOSED = f"This Slack chat is closed to the bot ({{code}}): {INVITE}"
ACCESS_LOST = (
    "Slack no longer accepts the bot's token ({code}): install the app again and copy its new token into [slack]."
)
MESSAGE_GONE = "This message is no longer in Slack ({code}): ask again, and a new one is posted."
FILE_GONE = "This file is no longer in Slack, or the bot may not see it ({code}): post it again in this channel."
ANSWER_EXPIRED = "Slack keeps a private answer open for half an hour only: ask again."

BUSY = "Slack asks to wait {wait:.0f} seconds: it is done then, by itself."
UNREACHABLE = "Slack cannot be reached just now: it is tried again, by itself."
CUT_OFF = "The connection to Slack ended before its answer came, so the message may or may not have been posted."

NOT_TAKEN = "Slack did not take this message ({code}): ask for less at a time, or ask for the file."
NOT_PERMITTED = (
    "The settings of this Slack workspace do not let the bot post here ({code}): its administrators can change that."
)
SCOPE_MISSING = (
    "The Slack app may not do this yet ({code}): add {needed} under “OAuth & Permissions”, "
    "or paste slack-manifest.yaml again, and install the app anew."
)
CANNOT_TELL = (
    "Too much was posted in this Slack chat since: whether the message is there cannot be told from its history."
)

BOT_TOKEN = (
    "[slack] bot_token is not accepted by Slack ({code}): copy the “Bot User OAuth Token” (xoxb-…) from the app's page "
    "“OAuth & Permissions”."
)
APP_TOKEN = (
    "[slack] app_token is not accepted by Slack ({code}): create one with connections:write under “App-Level Tokens” "
    "(xapp-…) on the app's page “Basic Information”, or leave it empty and set signing_secret."
)
NO_WAY_IN = (
    "[slack] needs app_token (Socket Mode), or signing_secret and [server].public_url (HTTP): without either, "
    "Slack cannot hand commands to the bot."
)
COMMAND_RESERVED = (
    "[slack] command {command} is a name that Slack keeps for itself: choose another, for example /draft."
)

ASK_TITLE = "In your own words"
ASK_LABEL = "Your words"
ASK_SUBMIT = "Send"
ASK_CLOSE = "Cancel"
ASK_BUTTON = "Answer"

# several workspaces
OAUTH_NEEDS = (
    "[slack] client_id needs {missing} too: workspaces install the app at /slack/install, and what they do there "
    "is posted to /slack/events, unless app_token opens a socket for it."
)
OAUTH_OR_TOKEN = (
    "[slack] has both client_id (several workspaces, by OAuth) and {other} (one workspace): leave one of the two empty."
)
INSTALL_TITLE = "Install Rapporteur"
INSTALL_WORDS = (
    "Rapporteur tells the people of a negotiation what changed in a new draft, within seconds, and shows who stands where. "
    "Slack asks next for which workspace, and what it may do there."
)
INSTALL_BUTTON = "Add to Slack"
INSTALLED = "Rapporteur is installed in {workspace}. In a channel: /invite @Rapporteur, then {form}."
INSTALL_REFUSED = "Nothing was installed: Slack said “{reason}”. You may begin again: {url}"
INSTALL_FORGED = (
    "Nothing was installed: this page was not reached from the install page in this browser, or too late. "
    "You may begin again: {url}"
)
INSTALL_ORG = (
    "Nothing was installed: Rapporteur is installed into single workspaces, not into a whole organisation. "
    "You may begin again: {url}"
)
NOT_INSTALLED = "Rapporteur is not installed in this workspace: whoever runs it has the address where it can be."
UNINSTALLED = "The app was removed from this Slack workspace."
WORKSPACE_LEFT = (
    "Rapporteur was removed from the Slack workspace {workspace}: {n} of the chats of {space} are not reached "
    "any more. What was said there stays. Installed again, it goes on in them."
)

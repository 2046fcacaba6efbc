"""What people read about the demo and its script."""

SCRIPT_LINE = "Line {number} of the script: {why}"
NO_SCRIPT = "The script {file} cannot be read: check its name and that it is text."
NO_CHANGE = "no change: the same words in other bytes raise no Flash."
STORY_OVER = "The secretariat has posted its last draft: the story is told."
SPACE = "A Vision for an Inclusive Information Society"
WELCOME = (
    "Two people share this chat: Ada, head of delegation of Northland and chair of this space, and Ben of the Open Forum.",
    "A secretariat's page on this machine is watched; its first draft comes in seconds, then one every 45 seconds.",
    "Try /diff latest, /show C9, /drafts, /help – or Ben: /join. @publish brings the next draft at once, Ctrl-D ends.",
)

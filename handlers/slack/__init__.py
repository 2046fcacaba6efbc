"""Slack, by Socket Mode or signed HTTP, on slack-bolt.

`incoming` reads what Slack sends, `render` writes what we post, `failures` names what can go wrong; all three are pure.
`chat` is the port.
"""

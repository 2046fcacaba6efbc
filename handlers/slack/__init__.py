"""Slack, by Socket Mode or signed HTTP, on slack-bolt.

`incoming` reads what Slack sends, `render` writes what we post, `failures` names what can go wrong, `modal` asks; all four are
pure. `chat` is the port, one workspace; `listening` hears for it, `api` speaks. `workspaces` keeps one for each workspace that
installed the app, which `installing` lets it do, and `rotating` renews their tokens.
"""

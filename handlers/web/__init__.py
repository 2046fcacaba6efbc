"""What is served by HTTP: health, Slack's requests, Telegram's webhook."""

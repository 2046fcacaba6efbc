"""How people reach Rapporteur: chats, commands, the web, the command line."""

"""What stations and hub say to each other: messages, and the client that brings a log to the hub."""

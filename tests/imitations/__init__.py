"""Small servers on the loopback that answer as the APIs of live sources do, by their documents."""

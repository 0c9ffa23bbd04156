"""General widgets that know nothing about MUS."""

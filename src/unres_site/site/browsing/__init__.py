"""The pages by which readers find texts: home, sessions, years, topics, citers."""

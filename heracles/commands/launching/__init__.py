"""What the verbs that launch have in common: a plan, the launch that carries it out, and what is told of it."""

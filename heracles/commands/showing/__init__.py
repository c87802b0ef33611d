"""All that can be told of one product."""

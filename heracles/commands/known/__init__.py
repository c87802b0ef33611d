"""What is known of launches: how far each product is, as the record and the schedulers tell."""

"""What ``make bench`` runs: figures of the product, beside those of what it is measured against."""

"""One look at a source: what its addresses answer, held against what is known of them."""

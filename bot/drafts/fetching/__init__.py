"""What others' servers give us: files, pages, letters; guarded, limited, and no more often than is polite."""

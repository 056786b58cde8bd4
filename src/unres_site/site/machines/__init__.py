"""Files for hosts and programs: site map, feeds, records, schemas."""

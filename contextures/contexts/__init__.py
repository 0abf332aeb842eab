"""What a finite context is: tables, encoders, mixtures, transfer, masking schemes, tests of independence."""

"""What an exact number is: rationals, surds, balls, signs; exact linear algebra; enumeration."""

"""Chapter 5.1: statistical learning bounds. The constant is counted: λ_1 = 1, λ_{i+1} = s_i²."""

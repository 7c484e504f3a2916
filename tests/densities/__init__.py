"""What the tests of explicit densities share: all events of a small space, which variables decide which, exact
integrals, counts of multiplications, and small models of each family with random weights."""

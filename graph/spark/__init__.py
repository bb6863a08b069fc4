"""Networks larger than memory: written as files, analysed by Spark, and read back as a run."""

// Deletes the guesses of other runs; what somebody decided about them stays.
// $run (string, "20240101T000000"): id of the run whose guesses stay
MATCH (:Person)-[guess:INFERRED]->(:Person)
WHERE guess.run <> $run
CALL (guess) {
  DELETE guess
} IN TRANSACTIONS OF 5000 ROWS

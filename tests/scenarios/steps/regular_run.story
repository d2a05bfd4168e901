story The regular run: twelve months, on the 1st of a month; the day before nobody
covers step_interval regular 1949-08-12

2024-01-01 hired Cho grade=7 step=1 probation_months=0 born=1990-01-01
2024-01-02 hired I grade=7 step=1 probation_months=0 born=1990-01-01
now 2025-03-01
due step-raise on 2024-12-31
  nobody
due step-raise on 2025-01-01
  Cho step_raised
due step-raise on 2025-01-31        # no 1st of a month
  nobody
due step-raise on 2025-02-01        # a year is full on 2025-01-02
  Cho step_raised
  I step_raised
record Cho as of 2024-06-01
  next_step_on 2025-01-01
record I as of 2024-06-01
  next_step_on 2025-02-01

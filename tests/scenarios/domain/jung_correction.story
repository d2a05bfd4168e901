story Jung: the office had missed a career; the step is corrected from the beginning (domain §11, 4 A)

2023-01-01 hired Jung grade=7 step=1 probation_months=0 born=1995-01-01 ->hire
2024-01-01 step_raised Jung kind=regular step=2 ->second
2025-01-01 step_raised Jung kind=regular step=3 ->third
2023-01-01 step_corrected Jung target=@hire step=2 remainder_months=6 issued=2025-05-10
touches
  second step.corrected
  third step.corrected
  pay 2023-12 1962300 unknown     # no source prints the cell of 2023
  pay 2024-01 2125400 2209000
  pay 2024-06 2125400 2209000
  pay 2024-07 2125400 2302400
  pay 2024-12 2125400 2302400     # 6 x 83,600 + 6 x 177,000 = 1,563,600 won for 2024
record Jung as of 2023-06-30
  step 2
record Jung as of 2023-07-01
  step 3
record Jung as of 2024-07-01
  step 4
  base_pay 2302400
record Jung as of 2025-05-10
  step 4
  next_step_on 2025-07-01
record Jung as of 2025-01-15 known at 2025-01-15
  step 3

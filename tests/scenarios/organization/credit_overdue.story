story What is credited brings a step forward, and puts none off that was due before

2020-01-01 hired V grade=7 step=1 probation_months=0 born=1990-01-01
2020-03-02 hired U grade=7 step=1 probation_months=0 born=1990-01-01
2020-06-10 credit_granted U months=24 percent=50 ground=army
2021-05-10 credit_granted V months=24 percent=50 ground=army
record V as of 2021-05-10
  next_step_on 2021-01-01
record U as of 2020-06-10
  next_step_on 2020-07-01         # a year is credited: at once, on the 1st that follows

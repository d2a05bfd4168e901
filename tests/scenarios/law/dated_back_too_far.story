story Dated back only for what the law lists: a dismissal to the end of a leave, a promotion to the day before the death
covers lawful_backdating dismissed 1949-08-12 only_on
covers lawful_backdating promoted.special.death_on_duty 1949-08-12 only_on
covers lawful_backdating promoted.special.retirement 1949-08-12 only_on
covers lawful_backdating appointment_cancelled 1949-08-12

2020-02-03 hired Neung grade=7 probation_months=0 born=1980-01-01
2020-02-03 hired Hyu grade=7 probation_months=0 born=1980-01-01
2020-02-03 hired Sun grade=7 probation_months=0 born=1980-01-01
2020-02-03 hired San grade=7 probation_months=0 born=1980-01-01
2024-01-02 leave_started Hyu ground=LV.SICK until=2024-03-04
# Out for poor ability, and with no leave before it.
2024-03-04 dismissed Neung ground=5 issued=2024-06-03
refused order.back_dated
# Not the day the leave ended.
2024-02-01 dismissed Hyu ground=4 issued=2024-06-03
refused order.back_dated
2024-03-04 dismissed Hyu ground=4 issued=2024-06-03
2024-05-10 died Sun
2023-05-09 promoted Sun kind=special grade=6 ground=death_on_duty issued=2024-06-03
refused order.back_dated
# She lives.
2024-05-09 promoted San kind=special grade=6 ground=death_on_duty issued=2024-06-03
refused order.back_dated
# The day before her death, and the last day before her retirement.
2024-05-09 promoted Sun kind=special grade=6 ground=death_on_duty issued=2024-06-03
2000-02-03 hired Toe grade=7 probation_months=0 born=1966-01-01
2024-03-04 retired Toe kind=honorary
2024-03-02 promoted Toe kind=special grade=6 ground=retirement issued=2024-06-03
refused order.back_dated
2024-03-03 promoted Toe kind=special grade=6 ground=retirement issued=2024-06-03
# Fraud at the hire: back to it.
2020-02-03 appointment_cancelled San ground=fraud issued=2024-06-04
record San as of 2024-06-04
  status none
record Toe as of 2024-03-03
  grade 6
# In one order, in either sequence.
2000-02-03 hired Han grade=7 probation_months=0 born=1966-01-01
2024-06-04 promoted Han kind=special grade=6 ground=retirement issued=2024-06-05
and 2024-06-05 retired Han kind=honorary

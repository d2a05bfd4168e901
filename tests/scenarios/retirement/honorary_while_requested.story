story Nobody takes honorary retirement out of a pending heavy request

2000-01-03 hired Myeong grade=5 probation_months=0 born=1970-03-01
2024-02-01 sanction_requested Myeong case=R1 weight=heavy misconduct=general misconduct_on=2024-01-05
2024-03-04 retired Myeong kind=honorary
refused state.resignation_barred

story A sanction cancelled on appeal leaves no request behind it

2020-02-03 hired Ok grade=7 probation_months=0 born=1980-01-01
2024-02-01 sanction_requested Ok case=R1 weight=heavy misconduct=general misconduct_on=2024-01-05
2024-03-01 sanctioned Ok case=R1 kind=suspension months=1 misconduct=general misconduct_on=2024-01-05
2024-03-11 appealed Ok case=R1
2024-05-20 appeal_decided Ok case=R1 outcome=cancelled
2024-06-03 promoted Ok kind=ordinary grade=6
2024-06-04 resigned Ok

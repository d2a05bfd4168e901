story Nobody resigns out of a probe, an indictment or a heavy request; an audit and a light request hold nobody

2015-01-01 hired Su grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gi grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Jung grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gam grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gyeong grade=6 step=5 probation_months=0 born=1980-01-01
2024-03-04 investigation_opened Su case=I1 kind=probe
2024-03-04 investigation_opened Gi case=I2 kind=indictment
2024-03-04 sanction_requested Jung case=I3 weight=heavy misconduct=general misconduct_on=2024-01-05
2024-03-04 investigation_opened Gam case=I4 kind=audit
2024-03-04 sanction_requested Gyeong case=I5 weight=light misconduct=general misconduct_on=2024-01-05
2024-04-01 resigned Su
refused state.resignation_barred
2024-04-01 resigned Gi
refused state.resignation_barred
2024-04-01 resigned Jung
refused state.resignation_barred
2024-04-01 resigned Gam
2024-04-01 resigned Gyeong
2024-05-01 investigation_closed Su case=I9 outcome=cleared
refused correction.target_unknown
2024-05-01 investigation_closed Su case=I1 outcome=cleared
2024-05-01 investigation_closed Gi case=I2 outcome=acquitted
2024-05-01 sanctioned Jung case=I3 kind=suspension months=1 misconduct=general misconduct_on=2024-01-05
2024-05-01 resigned Su
2024-05-01 resigned Gi
2024-06-01 resigned Jung

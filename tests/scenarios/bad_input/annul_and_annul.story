story Annulled twice, an annulment annulled, a rectification annulled

2022-01-03 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2024-03-04 transferred An unit=HQ post=HQ-1 ->move
2024-04-01 rectified An target=@move 'data={"post":"HQ-2"}' ->rectification
2024-05-02 annulled An target=@rectification ground=mistake
2024-06-03 annulled An target=@move ground=mistake ->annulment
# What is brought back is the act that was annulled, not its annulment.
2024-07-01 reinstated_act An target=@annulment
refused correction.target_unknown
2024-08-01 annulled An target=@annulment ground=mistake
2024-08-02 reinstated_act An target=@move
refused correction.target_unknown
record An as of 2024-03-04 known at 2024-03-31
  post HQ-1
record An as of 2024-03-04 known at 2024-04-30
  post HQ-2
record An as of 2024-03-04 known at 2024-05-31
  post HQ-1
record An as of 2024-03-04 known at 2024-07-31
  post null
record An as of 2024-03-04
  post HQ-1

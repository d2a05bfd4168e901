"""The tables of schemas/*.fbs, one a line, in flat.py's notation; tests/verify_py compares them with the schemas.

`=0` marks a scalar that has a default; all others are null where they aren't given. A `document` is a longer text.
"""
ENVELOPE = {
    "Event": "position:u64=0 recorded_at:i64=0 previous!:*32 revision:u32=0 person_previous:u64 index:u32=0 opening:Opening body!:buffer",
    "Opening": "header!:buffer act_count:u32=0 act_root!:*32 algorithm:u8 drafter_signature!:*64 approver_signature!:*64 "
               "drafter_key:u64 approver_key:u64 drafter_grant:u64 approver_grant:u64 trust:u8=0",
}
ORDER = {
    "OrderHeader": "order! authority! issued_on:i32 legal_basis:[text] drafted_by! approved_by! command_id evidence:[Evidence] "
                   "remarks procedure_on:i32 trust:u8=0",
    "Evidence": "title! sha256!:*32",
}
# In the order of the union ActData; the names are those of order lines.
ACT_LINES = """\
genesis origin! sandbox:bool seed roots!:[text] ledger_key! node_key! acceptance:i64
hired route! class! grade:i64 series! unit! post step:i64 probation_months:i64 until:i32 prior_career:[Career]
regularized
resigned
died
promoted kind! grade:i64 series unit post ground same_merit_as:i64
series_changed series! grade:i64
transferred unit! post ground
transferred_in unit! post ground
assigned_acting unit! post!
acting_ended unit! post!
concurrent_started unit! post! until:i32
concurrent_ended unit! post! until:i32
seconded host! ground! until:i32 separate_quota:bool
secondment_extended until:i32
returned unit
demoted_by_consent grade:i64
leave_started ground! until:i32 child:i64
leave_extended until:i32
reinstated unit post
removed_from_position ground! case
dismissed ground!
retired kind!
appointment_cancelled ground!
term_extended until:i32
hours_changed hours_per_week:i64
credit_granted months:i64 percent:i64 ground!
step_fixed step:i64 remainder_months:i64
step_raised kind! step:i64
step_refixed step:i64 remainder_months:i64 ground!
step_corrected target:i64 step:i64 remainder_months:i64
investigation_opened case! kind!
investigation_closed case! outcome!
sanction_requested case! weight! misconduct! misconduct_on:i32
sanctioned case! kind! months:i64 misconduct! misconduct_on:i32
appealed case!
appeal_decided case! outcome! kind months:i64
expunged case! kind
awarded kind! name! grantor! halves
award_revoked target:i64
trained course! hours:i64 category score:i64
educated school! degree! field!
qualified licence!
evaluated period! rating! score:i64
personal_updated
persons_merged duplicate!
persons_split target:i64 person!
rectified target:i64 effective_on:i32 data:[FieldPatch] person
annulled target:i64 ground!
reinstated_act target:i64
unit_created unit! name_ko! name_en! kind! parent
unit_renamed unit! name_ko! name_en!
unit_abolished unit!
unit_merged from!:[text] to!
unit_split from! to!:[text]
function_moved from! to! function!
post_established unit! post! title! grade:i64
post_abolished post!
quota_set unit! grade:i64 count:i64
deemed_transferred plan! from! to! post
policy_adopted table! valid_from:i32 applies_by! rows!:[text] legal_reference!
key_registered officer! kind! public_key! key!
key_revoked key target:i64 reason!
role_granted officer! role! scope! valid_from:i32 valid_to:i32
role_revoked target:i64 reason!
certificate_issued certificate! kind! claim_hash!
certificate_revoked certificate! reason!
plan_adopted plan! document!:document
contract_adopted contract! document!:document
contract_revoked contract! target:i64 reason
delivery_confirmed subscriber! target:i64 contract
data_key_destroyed person! key reason!
roots_changed roots!:[text]
"""
ACTS = {line.split()[0]: line.partition(" ")[2] for line in ACT_LINES.splitlines()}
ACT_NAMES = tuple(ACTS)
BODY = {
    "Body": "subject effective_on:i32 act_type:utype act!:union sealed:[SealedField] sex:u8=0 birth_half:i16 "
            "expected_revision:u64 source_recorded_at:i64",
    "SealedField": "name:u8=0 key_id!:*16 nonce!:*24 ciphertext!:bytes",
    "Career": "from:i32 to:i32 grade:i64 percent:i64",
    "FieldPatch": "name! kind:u8=0 number:i64 text list:[text] careers:[Career]",
    **ACTS,
}

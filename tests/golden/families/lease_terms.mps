NAME base
ROWS
 N objective
 G site_opening[beta,2028]
 G site_opening[beta,2029]
 L hall_power[alpha,colo,2027]
 L hall_space[alpha,colo,2027]
 L hall_power[alpha,colo,2028]
 L hall_space[alpha,colo,2028]
 L hall_power[alpha,colo,2029]
 L hall_space[alpha,colo,2029]
 L lease_blocks[alpha,colo,2027]
 L lease_blocks[alpha,colo,2028]
 L lease_blocks[alpha,colo,2029]
 G lease_least[alpha,colo,2027]
 L lease_most[alpha,colo,2027]
 L lease_call[alpha,colo,2027]
 G lease_least[alpha,colo,2028]
 L lease_most[alpha,colo,2028]
 L lease_call[alpha,colo,2028]
 L lease_extension[alpha,colo,2028]
 G lease_least[alpha,colo,2029]
 L lease_most[alpha,colo,2029]
 L lease_extension[alpha,colo,2029]
 L lease_option[alpha,colo]
 L chip_supply[big,2027]
 L chip_supply[big,2028]
 L chip_supply[big,2029]
 E fleet_balance[big,alpha,2027]
 E fleet_balance[big,alpha,2028]
 E fleet_balance[big,alpha,2029]
 L chip_time[big,alpha,2027]
 L chip_time[big,alpha,2028]
 L chip_time[big,alpha,2029]
 L workload_capacity[alpha,chat,2027,base]
 L workload_capacity[alpha,chat,2028,base]
 L workload_capacity[alpha,chat,2029,base]
 E demand_balance[near-chat,2027,base]
 E demand_balance[near-chat,2028,base]
 E demand_balance[near-chat,2029,base]
COLUMNS
 marker0 'MARKER' 'INTORG'
 open[alpha,2027] objective 0
 open[alpha,2028] objective 0
 open[alpha,2029] objective 0
 open[beta,2027] site_opening[beta,2028] -1
 open[beta,2028] site_opening[beta,2028] 1
 open[beta,2028] site_opening[beta,2029] -1
 open[beta,2029] objective 10
 open[beta,2029] site_opening[beta,2029] 1
 lease[alpha,colo,2027] objective 10
 lease[alpha,colo,2027] hall_power[alpha,colo,2027] -10
 lease[alpha,colo,2027] hall_space[alpha,colo,2027] -100
 lease[alpha,colo,2027] lease_blocks[alpha,colo,2027] 1
 lease[alpha,colo,2027] lease_least[alpha,colo,2027] 1
 lease[alpha,colo,2027] lease_most[alpha,colo,2027] 1
 lease[alpha,colo,2027] lease_call[alpha,colo,2027] -1
 lease[alpha,colo,2027] lease_extension[alpha,colo,2028] -1
 lease[alpha,colo,2028] objective 10
 lease[alpha,colo,2028] hall_power[alpha,colo,2028] -10
 lease[alpha,colo,2028] hall_space[alpha,colo,2028] -100
 lease[alpha,colo,2028] lease_blocks[alpha,colo,2028] 1
 lease[alpha,colo,2028] lease_least[alpha,colo,2028] 1
 lease[alpha,colo,2028] lease_most[alpha,colo,2028] 1
 lease[alpha,colo,2028] lease_call[alpha,colo,2028] -1
 lease[alpha,colo,2028] lease_extension[alpha,colo,2029] -1
 lease[alpha,colo,2029] objective 10
 lease[alpha,colo,2029] hall_power[alpha,colo,2029] -10
 lease[alpha,colo,2029] hall_space[alpha,colo,2029] -100
 lease[alpha,colo,2029] lease_blocks[alpha,colo,2029] 1
 lease[alpha,colo,2029] lease_least[alpha,colo,2029] 1
 lease[alpha,colo,2029] lease_most[alpha,colo,2029] 1
 order[big,2027] objective 3
 order[big,2027] chip_supply[big,2027] -1
 order[big,2028] objective 3
 order[big,2028] chip_supply[big,2028] -1
 order[big,2029] objective 3
 order[big,2029] chip_supply[big,2029] -1
 deploy[big,alpha,2027] chip_supply[big,2027] 1
 deploy[big,alpha,2027] fleet_balance[big,alpha,2027] -1
 deploy[big,alpha,2028] chip_supply[big,2028] 1
 deploy[big,alpha,2028] fleet_balance[big,alpha,2028] -1
 deploy[big,alpha,2029] chip_supply[big,2029] 1
 deploy[big,alpha,2029] fleet_balance[big,alpha,2029] -1
 marker1 'MARKER' 'INTEND'
 fleet[big,alpha,2027] hall_power[alpha,colo,2027] 0.4
 fleet[big,alpha,2027] hall_space[alpha,colo,2027] 2
 fleet[big,alpha,2027] fleet_balance[big,alpha,2027] 1
 fleet[big,alpha,2027] fleet_balance[big,alpha,2028] -1
 fleet[big,alpha,2027] chip_time[big,alpha,2027] -1
 fleet[big,alpha,2028] hall_power[alpha,colo,2028] 0.4
 fleet[big,alpha,2028] hall_space[alpha,colo,2028] 2
 fleet[big,alpha,2028] fleet_balance[big,alpha,2028] 1
 fleet[big,alpha,2028] fleet_balance[big,alpha,2029] -1
 fleet[big,alpha,2028] chip_time[big,alpha,2028] -1
 fleet[big,alpha,2029] hall_power[alpha,colo,2029] 0.4
 fleet[big,alpha,2029] hall_space[alpha,colo,2029] 2
 fleet[big,alpha,2029] fleet_balance[big,alpha,2029] 1
 fleet[big,alpha,2029] chip_time[big,alpha,2029] -1
 assign[big,alpha,chat,2027,base] chip_time[big,alpha,2027] 1
 assign[big,alpha,chat,2027,base] workload_capacity[alpha,chat,2027,base] -5
 assign[big,alpha,chat,2028,base] chip_time[big,alpha,2028] 1
 assign[big,alpha,chat,2028,base] workload_capacity[alpha,chat,2028,base] -5
 assign[big,alpha,chat,2029,base] chip_time[big,alpha,2029] 1
 assign[big,alpha,chat,2029,base] workload_capacity[alpha,chat,2029,base] -5
 serve[alpha,near-chat,2027,base] workload_capacity[alpha,chat,2027,base] 1
 serve[alpha,near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 serve[alpha,near-chat,2028,base] workload_capacity[alpha,chat,2028,base] 1
 serve[alpha,near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 serve[alpha,near-chat,2029,base] workload_capacity[alpha,chat,2029,base] 1
 serve[alpha,near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 unmet[near-chat,2027,base] objective 50
 unmet[near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 unmet[near-chat,2028,base] objective 50
 unmet[near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 unmet[near-chat,2029,base] objective 50
 unmet[near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 marker2 'MARKER' 'INTORG'
 lease_signed[alpha,colo,2027] lease_least[alpha,colo,2027] -2
 lease_signed[alpha,colo,2027] lease_most[alpha,colo,2027] -3
 lease_signed[alpha,colo,2028] lease_least[alpha,colo,2028] -2
 lease_signed[alpha,colo,2028] lease_most[alpha,colo,2028] -3
 lease_signed[alpha,colo,2029] lease_least[alpha,colo,2029] -2
 lease_signed[alpha,colo,2029] lease_most[alpha,colo,2029] -3
 lease_option[alpha,colo] objective 1
 lease_option[alpha,colo] lease_option[alpha,colo] -1
 lease_exercise[alpha,colo,2027] objective -1
 lease_exercise[alpha,colo,2027] lease_blocks[alpha,colo,2027] -1
 lease_exercise[alpha,colo,2027] lease_call[alpha,colo,2027] 1
 lease_exercise[alpha,colo,2027] lease_option[alpha,colo] 1
 lease_exercise[alpha,colo,2028] objective -1
 lease_exercise[alpha,colo,2028] lease_blocks[alpha,colo,2028] -1
 lease_exercise[alpha,colo,2028] lease_call[alpha,colo,2028] 1
 lease_exercise[alpha,colo,2028] lease_option[alpha,colo] 1
 lease_extend[alpha,colo,2028] objective 8
 lease_extend[alpha,colo,2028] hall_power[alpha,colo,2028] -10
 lease_extend[alpha,colo,2028] hall_space[alpha,colo,2028] -100
 lease_extend[alpha,colo,2028] lease_blocks[alpha,colo,2028] 1
 lease_extend[alpha,colo,2028] lease_extension[alpha,colo,2028] 1
 lease_extend[alpha,colo,2028] lease_extension[alpha,colo,2029] -1
 lease_extend[alpha,colo,2029] objective 8
 lease_extend[alpha,colo,2029] hall_power[alpha,colo,2029] -10
 lease_extend[alpha,colo,2029] hall_space[alpha,colo,2029] -100
 lease_extend[alpha,colo,2029] lease_blocks[alpha,colo,2029] 1
 lease_extend[alpha,colo,2029] lease_extension[alpha,colo,2029] 1
 marker3 'MARKER' 'INTEND'
RHS
 rhs lease_blocks[alpha,colo,2027] 1
 rhs lease_blocks[alpha,colo,2028] 1
 rhs lease_blocks[alpha,colo,2029] 1
 rhs demand_balance[near-chat,2027,base] 200
 rhs demand_balance[near-chat,2028,base] 200
 rhs demand_balance[near-chat,2029,base] 200
RANGES
BOUNDS
 FX bound open[alpha,2027] 1
 FX bound open[alpha,2028] 1
 FX bound open[alpha,2029] 1
 LO bound open[beta,2027] 0
 UP bound open[beta,2027] 1
 LO bound open[beta,2028] 0
 UP bound open[beta,2028] 1
 LO bound open[beta,2029] 0
 UP bound open[beta,2029] 1
 LO bound lease[alpha,colo,2027] 0
 UP bound lease[alpha,colo,2027] 3
 LO bound lease[alpha,colo,2028] 0
 UP bound lease[alpha,colo,2028] 3
 LO bound lease[alpha,colo,2029] 0
 UP bound lease[alpha,colo,2029] 3
 LO bound order[big,2027] 0
 PL bound order[big,2027]
 LO bound order[big,2028] 0
 PL bound order[big,2028]
 LO bound order[big,2029] 0
 PL bound order[big,2029]
 LO bound deploy[big,alpha,2027] 0
 UP bound deploy[big,alpha,2027] 75
 LO bound deploy[big,alpha,2028] 0
 UP bound deploy[big,alpha,2028] 75
 LO bound deploy[big,alpha,2029] 0
 UP bound deploy[big,alpha,2029] 75
 UP bound fleet[big,alpha,2027] 75
 UP bound fleet[big,alpha,2028] 75
 UP bound fleet[big,alpha,2029] 75
 UP bound serve[alpha,near-chat,2027,base] 200
 UP bound serve[alpha,near-chat,2028,base] 200
 UP bound serve[alpha,near-chat,2029,base] 200
 UP bound unmet[near-chat,2027,base] 200
 UP bound unmet[near-chat,2028,base] 200
 UP bound unmet[near-chat,2029,base] 200
 LO bound lease_signed[alpha,colo,2027] 0
 UP bound lease_signed[alpha,colo,2027] 1
 LO bound lease_signed[alpha,colo,2028] 0
 UP bound lease_signed[alpha,colo,2028] 1
 LO bound lease_signed[alpha,colo,2029] 0
 UP bound lease_signed[alpha,colo,2029] 1
 LO bound lease_option[alpha,colo] 0
 UP bound lease_option[alpha,colo] 2
 LO bound lease_exercise[alpha,colo,2027] 0
 UP bound lease_exercise[alpha,colo,2027] 2
 LO bound lease_exercise[alpha,colo,2028] 0
 UP bound lease_exercise[alpha,colo,2028] 2
 LO bound lease_extend[alpha,colo,2028] 0
 UP bound lease_extend[alpha,colo,2028] 3
 LO bound lease_extend[alpha,colo,2029] 0
 UP bound lease_extend[alpha,colo,2029] 3
ENDATA

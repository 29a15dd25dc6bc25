<?php

declare(strict_types=1);

/*
 * What this shop sells under which conditions. Amounts are cents, as the package counts them.
 */
return [
    // Who may see and take back what others hold, or change prices: emails with gates, such as
    // bob@example.com:changePrices+viewStats.
    'granted' => env('SHOP_GRANTED', ''),

    'tax' => '+8.25%',

    'shipping' => [
        'standard' => ['name' => 'Parcel', 'value' => '+590'],
        'express' => ['name' => 'Courier', 'value' => '+1990'],
    ],

    // One with rules is on the cart only while they hold. The engine stores and judges them (docs/rules.md).
    'coupons' => [
        'CLUB' => ['name' => 'Café club', 'value' => '-5%'],
        'DEPOSIT' => ['name' => 'Deposit paid', 'value' => '-1000000'],
        'FIVE' => ['name' => 'From five pieces on', 'value' => '-3%', 'rules' => [['min_quantity' => 5]]],
    ],
];

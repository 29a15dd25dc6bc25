<?php

declare(strict_types=1);

/*
 * What this shop wants otherwise than the package. `php artisan vendor:publish --tag=reservations-config` brings all settings.
 */
return [
    'store' => 'sqlite',
    'sqlite' => ['path' => storage_path('reservations.sqlite')],
    'vendor' => 'roast',
    'checkout' => [
        'enabled' => true,
        // Nobody pays here with real money. Whoever knows the secret is the bank.
        'hmac_secret' => env('RESERVATIONS_PAYMENT_SECRET', 'an example is no secret'),
    ],
    'routes' => ['enabled' => true, 'middleware' => ['web', 'auth'], 'orders_per_minute' => 60],
];

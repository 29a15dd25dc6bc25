<?php

declare(strict_types=1);

/*
 * What this shop wants otherwise than the package. `php artisan vendor:publish --tag=cart-config` brings all settings.
 */
return [
    'storage' => env('CART_STORAGE_DRIVER', 'database'),
    'money' => ['default_currency' => 'USD'],
    'migration' => [
        'auto_migrate_on_login' => true,
        'merge_strategy' => env('CART_MERGE_STRATEGY', 'add_quantities'),
    ],
];

<?php

declare(strict_types=1);

/*
 * What this shop wants otherwise than the package. `php artisan vendor:publish --tag=versions-config` brings all settings.
 */
return [
    // The package's own migration is run with the shop's.
    'migrate' => true,
    // Where readers find the versions: the shop's own table, or a file of this machine (sqlite).
    'store' => env('VERSIONS_STORE', 'database'),
    'browser' => [
        // Nobody has to be told of what others order.
        'types' => ['products'],
        'endpoint' => ['enabled' => true],
    ],
];

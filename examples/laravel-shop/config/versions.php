<?php

declare(strict_types=1);

/*
 * What this shop wants otherwise than the package. `php artisan vendor:publish --tag=versions-config` brings all settings.
 */
return [
    // The package's own migration is run with the shop's.
    'migrate' => true,
    // Where readers find the versions: in the shop's own table, or in a file of this machine (sqlite).
    'store' => env('VERSIONS_STORE', 'database'),
    'sqlite' => ['path' => storage_path('versions.sqlite')],
    // What was counted, and what went wrong.
    'journal' => ['path' => storage_path('versions-journal.sqlite')],
    'browser' => [
        // Nobody has to be told of what others order.
        'types' => ['products'],
        'endpoint' => ['enabled' => true],
    ],
];

<?php

declare(strict_types=1);

/*
 * The store whose locks let a visitor's requests wait for each other has to be one that all workers share.
 */
return [
    'default' => env('CACHE_STORE', 'file'),
    'stores' => ['file' => ['driver' => 'file', 'path' => storage_path('framework/cache/data')]],
    'prefix' => 'shop',
];

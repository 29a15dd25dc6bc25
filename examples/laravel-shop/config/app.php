<?php

declare(strict_types=1);

use App\Providers\AppServiceProvider;
use App\Providers\RouteServiceProvider;
use Cartwright\Reservations\ReservationServiceProvider;
use Cartwright\Versions\VersionServiceProvider;
use Illuminate\Support\ServiceProvider;
use MasyukAI\Cart\CartServiceProvider;

return [
    'name' => 'Roast & Co.',
    'env' => env('APP_ENV', 'local'),
    'debug' => (bool) env('APP_DEBUG', false),
    'url' => env('APP_URL', 'http://127.0.0.1:8000'),
    'timezone' => 'UTC',
    'locale' => 'en',
    'fallback_locale' => 'en',
    'key' => env('APP_KEY'),
    'cipher' => 'AES-256-CBC',
    'maintenance' => ['driver' => 'file'],

    // Composer would tell Laravel of the package's providers; without it somebody has to. Twice does no harm.
    'providers' => ServiceProvider::defaultProviders()
        ->merge([
            CartServiceProvider::class,
            ReservationServiceProvider::class,
            VersionServiceProvider::class,
            AppServiceProvider::class,
            RouteServiceProvider::class,
        ])
        ->toArray(),
];

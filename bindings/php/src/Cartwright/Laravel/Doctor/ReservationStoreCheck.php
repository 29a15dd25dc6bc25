<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Reservations\ReservationSettings;
use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Whether reservations can be kept where the settings say.
 *
 * @internal
 */
final class ReservationStoreCheck implements Check
{
    public function findings(Application $app): iterable
    {
        if (! $app->bound(ReservationManager::class)) {
            return;
        }

        if (! ReservationSettings::isRedis($app)) {
            yield from $this->settings($app);

            return;
        }

        try {
            $where = ReservationSettings::describe($app);
            $app->make(ReservationManager::class)->stats();
        } catch (Throwable $failure) {
            yield Finding::problem(
                'reservations',
                "redis does not answer: {$failure->getMessage()}",
                'Start the server, or correct RESERVATIONS_REDIS_CONNECTION and the connection of database.redis that it names',
            );

            return;
        }

        yield Finding::fine('reservations', "redis: {$where}");
        yield from RedisCheck::servers($app, 'reservations');
    }

    /**
     * @return iterable<Finding>
     */
    private function settings(Application $app): iterable
    {
        $place = ReservationSettings::place($app);
        yield from SharedFile::findings($app, 'reservations', $place, 'RESERVATIONS_SQLITE_PATH');
        $file = str_starts_with($place, 'sqlite:') ? substr($place, strlen('sqlite:')) : null;
        // A file is made by the first reservation, and nobody may want any; but a path that somebody has set has to be one.
        $isExpected = $file === null || is_file($file) || Settings::of($app)->text('reservations.sqlite.path', '') !== '';
        $isToBeMade = $file !== null && ! is_file($file) && is_dir(dirname($file));

        try {
            $store = $isExpected && ! $isToBeMade ? $place : 'memory';
            NativeReservations::open(['store' => $store] + ReservationSettings::engine($app))->call('stats');
        } catch (Throwable $failure) {
            yield Finding::problem(
                'reservations',
                "nothing can be held: {$failure->getMessage()}",
                'Correct what the message names: RESERVATIONS_STORE is sqlite, redis or memory, and RESERVATIONS_SQLITE_PATH a file',
            );
        }
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Reservations\ReservationManager;
use Cartwright\Reservations\ReservationSettings;
use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Whether reservations can be kept where the settings say, where somebody uses a store that has to be reached.
 *
 * @internal
 */
final class ReservationStoreCheck implements Check
{
    public function findings(Application $app): iterable
    {
        // A file is made by the first reservation, and nobody may want any.
        if (! $app->bound(ReservationManager::class) || ! ReservationSettings::isRedis($app)) {
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
}

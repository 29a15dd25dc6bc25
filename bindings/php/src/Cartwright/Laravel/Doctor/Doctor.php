<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Looks at everything that carts, orders and data versions need.
 *
 * @internal
 */
final class Doctor
{
    private const CHECKS = [
        FfiCheck::class,
        LibraryCheck::class,
        SecondSqliteCheck::class,
        SettingsCheck::class,
        StorageCheck::class,
        ReservationStoreCheck::class,
        LockCheck::class,
        SessionCheck::class,
        OctaneCheck::class,
        ReservationCheck::class,
        VersionsCheck::class,
    ];

    /**
     * @return list<Finding>
     */
    public static function examine(Application $app): array
    {
        $findings = [];

        foreach (self::CHECKS as $check) {
            try {
                array_push($findings, ...(new $check())->findings($app));
            } catch (Throwable $failure) {
                $findings[] = Finding::problem(
                    class_basename($check),
                    "could not look: {$failure->getMessage()}",
                    'Repair what the message names, then run cart:doctor again',
                );
            }
        }

        return $findings;
    }
}

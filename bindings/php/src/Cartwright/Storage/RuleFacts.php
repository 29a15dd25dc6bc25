<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use DateTimeZone;
use Exception;
use Illuminate\Support\Carbon;
use InvalidArgumentException;

/**
 * What stored rules are judged by beside the cart: the time, and what the time zones that they name mean. The engine
 * has no data of time zones; PHP has.
 *
 * @internal
 */
final class RuleFacts
{
    /**
     * The operation that judges all stored rules.
     *
     * @param string $rules JSON in which the rules stand
     */
    public static function evaluation(string $rules): string
    {
        return EngineText::operation('evaluate', [], [
            'now' => (string) Carbon::now()->getTimestamp(),
            'zones' => json_encode((object) self::zones($rules), JSON_THROW_ON_ERROR),
        ]);
    }

    /**
     * @param string $rules JSON in which the rules stand
     *
     * @return array<string, int> seconds east of UTC as of now, by the names of zones that the rules have
     */
    public static function zones(string $rules): array
    {
        $now = Carbon::now();
        $zones = [];

        foreach (self::zoneNames($rules) as $name) {
            $zone = self::zone($name);

            if ($zone !== null) {
                $zones[$name] = $zone->getOffset($now);
            }
        }

        return $zones;
    }

    /**
     * @throws InvalidArgumentException if rules name a time zone that PHP does not know either
     */
    public static function check(string $rules): void
    {
        foreach (self::zoneNames($rules) as $name) {
            self::zone($name) ?? throw new InvalidArgumentException(
                "Rules name the time zone '{$name}', which is not known; use one such as 'Europe/Berlin' or '+05:30'",
            );
        }
    }

    /**
     * Whatever stands under a key "zone"; one that is none of a rule's does no harm.
     *
     * @return list<string>
     */
    private static function zoneNames(string $json): array
    {
        preg_match_all('/"zone":\s*("(?:[^"\\\\]|\\\\.)*")/', $json, $found);
        $names = array_map(static fn (string $name): mixed => json_decode($name), array_unique($found[1]));

        return array_values(array_filter($names, is_string(...)));
    }

    private static function zone(string $name): ?DateTimeZone
    {
        try {
            return new DateTimeZone($name);
        } catch (Exception) {
            return null;
        }
    }
}

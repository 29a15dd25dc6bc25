<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Illuminate\Support\Arr;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class ConfigTest extends TestCase
{
    #[Test]
    #[DataProvider('defaults')]
    public function aSettingHasItsDefault(string $key, string $variable, mixed $default): void
    {
        $this->assertSame($default, $this->settingWith($key, $variable, null));
    }

    public static function defaults(): array
    {
        return array_map(
            static fn (array $setting): array => [$setting[0], $setting[1], $setting[3]],
            iterator_to_array(self::settings()),
        );
    }

    /**
     * What comes from the environment is text; strict types need what it means.
     */
    #[Test]
    #[DataProvider('texts')]
    public function aSettingFromTheEnvironmentHasItsType(string $key, string $variable, string $text, mixed $read): void
    {
        $this->assertSame($read, $this->settingWith($key, $variable, $text));
    }

    public static function texts(): array
    {
        return array_map(
            static fn (array $setting): array => [$setting[0], $setting[1], $setting[2], $setting[4]],
            iterator_to_array(self::settings()),
        );
    }

    #[Test]
    public function everySettingOfTheFileHasAVariable(): void
    {
        $keys = array_keys(Arr::dot(require __DIR__ . '/../../config/cart.php'));

        $this->assertEqualsCanonicalizing($keys, array_keys(iterator_to_array(self::settings())));
    }

    /**
     * @return iterable<string, array> key, variable, its text, the default, what the text is read as
     */
    private static function settings(): iterable
    {
        $settings = [
            ['storage', 'CART_STORAGE_DRIVER', 'database', 'session', 'database'],
            ['session.key', 'CART_SESSION_KEY', 'basket', 'cart', 'basket'],
            ['session.lock_store', 'CART_SESSION_LOCK_STORE', 'redis', null, 'redis'],
            ['session.lock_file', 'CART_SESSION_LOCK_FILE', '/srv/locks.sqlite', null, '/srv/locks.sqlite'],
            ['session.lock_seconds', 'CART_SESSION_LOCK_SECONDS', '5', 60, 5],
            ['session.wait_seconds', 'CART_SESSION_WAIT_SECONDS', '3', 10, 3],
            ['database.connection', 'CART_DB_CONNECTION', 'carts', null, 'carts'],
            ['database.table', 'CART_DB_TABLE', 'baskets', 'carts', 'baskets'],
            ['database.lock_for_update', 'CART_DB_LOCK_FOR_UPDATE', '1', false, true],
            ['sqlite.path', 'CART_SQLITE_PATH', '/srv/carts.sqlite', null, '/srv/carts.sqlite'],
            ['sqlite.busy_timeout', 'CART_SQLITE_BUSY_TIMEOUT', '9', 5000, 9],
            ['native_database.path', 'CART_NATIVE_DATABASE_PATH', '/srv/table.sqlite', null, '/srv/table.sqlite'],
            ['native_database.busy_timeout', 'CART_NATIVE_DATABASE_BUSY_TIMEOUT', '9', 5000, 9],
            ['cache.prefix', 'CART_CACHE_PREFIX', 'basket', 'cart', 'basket'],
            ['cache.ttl', 'CART_CACHE_TTL', '60', 86400, 60],
            ['cache.locking', 'CART_CACHE_LOCKING', 'yes', false, true],
            ['cache.lock_timeout', 'CART_LOCK_TIMEOUT', '9', 5, 9],
            ['cache.flush_whole_store', 'CART_CACHE_FLUSH_WHOLE_STORE', 'on', false, true],
            ['money.default_currency', 'CART_DEFAULT_CURRENCY', 'EUR', 'MYR', 'EUR'],
            ['events', 'CART_EVENTS_ENABLED', '0', true, false],
            ['strict_validation', 'CART_STRICT_VALIDATION', 'false', true, false],
            ['migration.auto_migrate_on_login', 'CART_AUTO_MIGRATE_ON_LOGIN', 'off', true, false],
            ['migration.merge_strategy', 'CART_MERGE_STRATEGY', 'keep_user_cart', 'add_quantities', 'keep_user_cart'],
            ['native.library', 'CARTWRIGHT_LIBRARY', '/opt/libcartwright.so', null, '/opt/libcartwright.so'],
            ['limits.max_items', 'CART_MAX_ITEMS', '5', 1000, 5],
            ['limits.max_data_size_bytes', 'CART_MAX_DATA_SIZE_BYTES', '5', 1048576, 5],
            ['limits.max_item_quantity', 'CART_MAX_ITEM_QUANTITY', '5', 10000, 5],
            ['limits.max_string_length', 'CART_MAX_STRING_LENGTH', '5', 255, 5],
            ['switches.honour_condition_order', 'CART_HONOUR_CONDITION_ORDER', 'yes', false, true],
            ['switches.strict_parsing', 'CART_STRICT_PARSING', 'yes', false, true],
            ['switches.shipping_value_is_cost', 'CART_SHIPPING_VALUE_IS_COST', 'yes', false, true],
            ['metrics.enabled', 'CART_METRICS_ENABLED', 'no', true, false],
            ['metrics.slow_operation_threshold', 'CART_SLOW_OPERATION_THRESHOLD', '0.5', 1.0, 0.5],
            ['metrics.track_conflicts', 'CART_TRACK_CONFLICTS', '0', true, false],
            ['retry.enabled', 'CART_RETRY_ENABLED', '0', true, false],
            ['retry.max_attempts', 'CART_RETRY_MAX_ATTEMPTS', '5', 3, 5],
            ['retry.base_delay', 'CART_RETRY_BASE_DELAY', '5', 100, 5],
            ['retry.max_delay', 'CART_RETRY_MAX_DELAY', '5', 1000, 5],
            ['retry.exponential_backoff', 'CART_RETRY_EXPONENTIAL_BACKOFF', '0', true, false],
            ['retry.jitter', 'CART_RETRY_JITTER', '0', true, false],
            ['cleanup.abandoned_after_days', 'CART_ABANDONED_AFTER_DAYS', '5', 7, 5],
            ['cleanup.auto_cleanup', 'CART_AUTO_CLEANUP', 'yes', false, true],
            ['cleanup.cleanup_batch_size', 'CART_CLEANUP_BATCH_SIZE', '5', 1000, 5],
            ['octane.auto_register_listeners', 'CART_OCTANE_AUTO_LISTENERS', '0', true, false],
            ['octane.prefer_cache_storage', 'CART_OCTANE_PREFER_CACHE', '0', true, false],
            ['octane.queue_events', 'CART_OCTANE_QUEUE_EVENTS', '0', true, false],
            ['octane.reset_static_state', 'CART_OCTANE_RESET_STATE', '0', true, false],
        ];

        foreach ($settings as $setting) {
            yield $setting[0] => $setting;
        }
    }

    private function settingWith(string $key, string $variable, ?string $text): mixed
    {
        $before = $_SERVER[$variable] ?? null;
        $process = getenv($variable);
        putenv($variable);
        $_SERVER[$variable] = $text;

        try {
            return data_get(require __DIR__ . '/../../config/cart.php', $key);
        } finally {
            $_SERVER[$variable] = $before;
            putenv($process === false ? $variable : "{$variable}={$process}");
        }
    }
}

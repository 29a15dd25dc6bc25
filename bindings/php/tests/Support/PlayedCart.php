<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\Abi;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeResult;
use PDO;

/**
 * A cart that a vector is played on, in one of the ways in which carts live: *hosted*, where this is the host and keeps the
 * columns, or *bound* to an engine, in memory or in a file.
 */
final class PlayedCart
{
    public const HOSTED = 'hosted';
    public const MEMORY = 'bound, in memory';
    public const FILE = "bound, in the package's table";
    public const OWN_FILE = 'bound, with a row per item';
    public const WAYS = [self::HOSTED, self::MEMORY, self::FILE, self::OWN_FILE];

    /** What the original's configuration calls the limits. */
    private const LIMITS = [
        'max_items' => ['items', 1000],
        'max_data_size_bytes' => ['data_bytes', 1_048_576],
        'max_item_quantity' => ['item_quantity', 10_000],
        'max_string_length' => ['text_bytes', 255],
    ];

    /** @var array<string, ?string> what the host has stored */
    private array $stored = ['items' => null, 'conditions' => null, 'metadata' => null];

    private function __construct(
        public readonly NativeCart $native,
        private readonly string $way,
        private readonly string $file,
        public readonly ?NativeEngine $engine,
        private readonly string $identifier,
    ) {
    }

    /**
     * @param array<string, int> $limits in the words of the original's configuration
     * @param array<string, mixed> $switches in the words of cw_engine_open
     */
    public static function make(
        string $way,
        string $file,
        array $limits = [],
        array $switches = [],
        string $currency = 'USD',
        string $identifier = 'user-7',
    ): self {
        if ($way === self::HOSTED) {
            $cart = new self(Library::instance()->newCart(), $way, $file, null, $identifier);
            $cart->limit($limits);
            $cart->native->name($identifier, 'default', $currency);
            $cart->native->setSwitches(
                $switches['honour_condition_order'] ?? false,
                ($switches['line_identity'] ?? 'id') === 'id' ? Abi::LINE_BY_ID : Abi::LINE_BY_ID_AND_ATTRIBUTES,
                $switches['strict_parsing'] ?? false,
                $switches['fractional_quantities'] ?? false,
            );

            return $cart;
        }

        $engine = NativeEngine::open([
            'store' => match ($way) {
                self::MEMORY => 'memory',
                self::FILE => "sqlite:{$file}",
                self::OWN_FILE => "sqlite-own:{$file}",
            },
            'currency' => $currency,
            'limits' => self::limits($limits),
            'switches' => $switches,
        ]);

        return new self($engine->cart($identifier), $way, $file, $engine, $identifier);
    }

    /**
     * Of a hosted cart, from now on; those of an engine are its settings.
     *
     * @param array<string, int> $limits
     */
    public function limit(array $limits): void
    {
        $this->native->setLimits(...array_values(self::limits($limits)));
    }

    /**
     * Does what is written and stores it, or leaves everything as it is.
     */
    public function apply(string $json): NativeResult
    {
        return $this->change(static fn (NativeCart $cart): NativeResult => $cart->apply($json));
    }

    /**
     * @template T
     *
     * @param callable(NativeCart): T $change
     *
     * @return T
     */
    public function change(callable $change): mixed
    {
        try {
            $done = $change($this->native);

            if ($this->way === self::HOSTED) {
                $this->stored = array_replace($this->stored, $this->native->pendingColumns());
                $this->native->committed();
            }

            return $done;
        } catch (EngineRefusal $refusal) {
            if ($this->way === self::HOSTED) {
                $this->native->forget();
                $this->native->load(...$this->stored);
            }

            throw $refusal;
        }
    }

    /**
     * The columns as another program would read them; null where there is no text of them, as of a row per item.
     *
     * @return array<string, ?string>|null
     */
    public function columns(): ?array
    {
        return match ($this->way) {
            self::HOSTED => $this->stored,
            self::FILE => $this->row(),
            default => null,
        };
    }

    /**
     * @return array<string, ?string>
     */
    private function row(): array
    {
        $nothing = ['items' => null, 'conditions' => null, 'metadata' => null];
        $file = new PDO("sqlite:{$this->file}");

        // The engine makes its table with the first cart.
        if ($file->query("SELECT 1 FROM sqlite_master WHERE name = 'carts'")->fetch() === false) {
            return $nothing;
        }

        $rows = $file->prepare('SELECT items, conditions, metadata FROM carts WHERE identifier = ?');
        $rows->execute([$this->identifier]);

        return $rows->fetch(PDO::FETCH_ASSOC) ?: $nothing;
    }

    /**
     * @param array<string, int> $given
     *
     * @return array<string, int>
     */
    private static function limits(array $given): array
    {
        $limits = [];

        foreach (self::LIMITS as $name => [$ours, $default]) {
            $limits[$ours] = $given[$name] ?? $default;
        }

        return $limits;
    }
}

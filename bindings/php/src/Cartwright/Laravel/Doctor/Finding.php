<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

/**
 * What was found, and what to do about it.
 *
 * @internal
 */
final readonly class Finding
{
    private function __construct(
        public string $topic,
        public Health $health,
        public string $message,
        public ?string $remedy = null,
    ) {
    }

    public static function fine(string $topic, string $message): self
    {
        return new self($topic, Health::Fine, $message);
    }

    public static function warning(string $topic, string $message, string $remedy): self
    {
        return new self($topic, Health::Warning, $message, $remedy);
    }

    public static function problem(string $topic, string $message, string $remedy): self
    {
        return new self($topic, Health::Problem, $message, $remedy);
    }

    /**
     * @return array{topic: string, health: string, message: string, remedy: ?string}
     */
    public function toArray(): array
    {
        return [
            'topic' => $this->topic,
            'health' => $this->health->value,
            'message' => $this->message,
            'remedy' => $this->remedy,
        ];
    }
}
